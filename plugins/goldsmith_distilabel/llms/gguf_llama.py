"""The weights of a GGUF file as a model of transformers."""

from pathlib import Path
from typing import Any

import numpy as np

from goldsmith.errors import ModelError
from goldsmith.extras import require

__all__ = ["gguf_llama"]

_NAMES = {
    "token_embd": "model.embed_tokens",
    "output_norm": "model.norm",
    "output": "lm_head",
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
"""What llama.cpp calls a tensor -> what transformers calls it."""

_KNOWN = ("llama", "gpt2", "smollm")  # the architecture, the kind of tokenizer, and how it parts words
_CONTROL = 3  # the type of a token that is no text


def gguf_llama(file: Path) -> tuple[Any, Any]:
    """Return the model of a GGUF file in single precision, and its tokenizer.

    For SmolLM2 and what is built like it: a Llama with a byte-level tokenizer that parts digits. transformers reads more kinds of GGUF,
    in four times the time, and parts other digits than ASCII's as this tokenizer does not.

    Raises:
        MissingExtraError: gguf, torch or transformers is not installed.
        ModelError: the file cannot be read, or is built otherwise.
    """
    library = require("gguf", extra="perplexity")
    try:
        reader = library.GGUFReader(str(file))
        told = {name: field for name, field in reader.fields.items() if not name.startswith("tokenizer.chat")}
        built = tuple(
            told[name].contents()
            for name in ("general.architecture", "tokenizer.ggml.model", "tokenizer.ggml.pre")
        )
        if built != _KNOWN:
            raise ModelError(
                f"{file} is a {' / '.join(map(str, built))}, and only {' / '.join(_KNOWN)} can be read: give the folder of the model"
                " that save_pretrained writes"
            )
        weights = {each.name: library.dequantize(each.data, each.tensor_type) for each in reader.tensors}
        return _model(told, weights), _tokenizer(told)
    except (OSError, ValueError, KeyError, IndexError, RuntimeError) as err:
        raise ModelError(f"The model file {file} cannot be read: {err}") from err


def _model(told: dict[str, Any], weights: dict[str, Any]) -> Any:
    transformers, torch = require("transformers", extra="perplexity"), require("torch", extra="perplexity")

    def number(name: str) -> Any:
        return told[f"llama.{name}"].contents()

    heads, groups = number("attention.head_count"), number("attention.head_count_kv")
    config = transformers.LlamaConfig(
        vocab_size=len(weights["token_embd.weight"]),
        hidden_size=number("embedding_length"),
        intermediate_size=number("feed_forward_length"),
        num_hidden_layers=number("block_count"),
        num_attention_heads=heads,
        num_key_value_heads=groups,
        max_position_embeddings=number("context_length"),
        rms_norm_eps=number("attention.layer_norm_rms_epsilon"),
        rope_parameters={"rope_type": "default", "rope_theta": number("rope.freq_base")},
        tie_word_embeddings="output.weight" not in weights,
        dtype="float32",
    )
    turned = {"attn_q": heads, "attn_k": groups}
    state = {}
    for name in list(weights):
        kind, weight = (
            name.split(".")[-2],
            weights.pop(name),
        )  # taken out, so that no two copies of all are held
        rows = _unturned(weight, turned[kind]) if kind in turned else weight
        state[_named(name)] = torch.from_numpy(np.require(rows, requirements=["C", "W"]))
    return transformers.LlamaForCausalLM.from_pretrained(None, config=config, state_dict=state)


def _named(name: str) -> str:
    """Return transformers' name of llama.cpp's `blk.3.attn_q.weight`."""
    *block, kind, ending = name.split(".")
    place = f"model.layers.{block[1]}." if block else ""
    return f"{place}{_NAMES[kind]}.{ending}"


def _unturned(weight: Any, heads: int) -> Any:
    """Return rows in transformers' order: llama.cpp turns neighbouring pairs of a head's dimensions, transformers its two halves."""
    return weight.reshape(heads, -1, 2, weight.shape[1]).swapaxes(1, 2).reshape(weight.shape)


def _tokenizer(told: dict[str, Any]) -> Any:
    transformers, tokenizers = (
        require("transformers", extra="perplexity"),
        require("tokenizers", extra="perplexity"),
    )
    tokens, merges, kinds = (
        told[f"tokenizer.ggml.{name}"].contents() for name in ("tokens", "merges", "token_type")
    )
    words = tokenizers.Tokenizer(
        tokenizers.models.BPE(
            vocab={token: at for at, token in enumerate(tokens)},
            merges=[tuple(pair.split(" ")) for pair in merges],
        )
    )
    parting = tokenizers.pre_tokenizers
    words.pre_tokenizer = parting.Sequence(
        [parting.Digits(individual_digits=True), parting.ByteLevel(add_prefix_space=False)]
    )
    words.add_special_tokens([token for token, kind in zip(tokens, kinds, strict=True) if kind == _CONTROL])
    return transformers.PreTrainedTokenizerFast(tokenizer_object=words)
