"""The program that runs inside the sandbox, compiled here once: its Python is the same as this one, and starts sooner with it."""

import base64
import marshal
from functools import cache
from pathlib import Path

__all__ = ["BOOT", "program"]

# The sandbox's Python is sent its own program.
BOOT = """\
import base64, json, marshal, struct, sys, types
from os import read
def take(n):
    b = b""
    while len(b) < n: b += read(0, n - len(b)) or sys.exit()
    return b
told = json.loads(take(struct.unpack("<I", take(4))[0]))
for name, code in marshal.loads(base64.b64decode(told["program"])):
    module = sys.modules[name] = types.ModuleType(name)
    module.__path__ = []
    exec(code, vars(module))
module.main(told)
"""
_PACKAGE = "goldsmith.verify.code.inside"
_MODULES = (  # in the order in which they are loaded
    *("frames", "values", "conversation", "seccomp", "landlock", "stand_in", "styles"),
    *("code_side", "test_side", "rehearsal", "zygote"),
)


@cache
def program() -> str:
    """Return the modules that run inside, and their packages as empty ones, marshalled, in base 64."""
    parts = _PACKAGE.split(".")
    sources = {".".join(parts[: depth + 1]): "" for depth in range(len(parts))}
    folder = Path(__file__).with_name("inside")
    sources |= {f"{_PACKAGE}.{name}": (folder / f"{name}.py").read_text("utf-8") for name in _MODULES}
    compiled = [
        (name, compile(source, name, "exec", dont_inherit=True, optimize=0))
        for name, source in sources.items()
    ]
    return base64.b64encode(marshal.dumps(compiled)).decode()
