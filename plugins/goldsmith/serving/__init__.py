"""Review servers on this machine: an environment of their own, one process, generated credentials."""

from goldsmith.serving.backup import back_up, restore
from goldsmith.serving.credentials import Credentials
from goldsmith.serving.environment import Environment
from goldsmith.serving.home import home
from goldsmith.serving.launch import Program, launch
from goldsmith.serving.ports import open_port
from goldsmith.serving.process import ServerProcess
from goldsmith.serving.reviewer import ReviewerAccounts, ReviewerLogin
from goldsmith.serving.server import Server

__all__ = [
    "Credentials",
    "Environment",
    "Program",
    "ReviewerAccounts",
    "ReviewerLogin",
    "Server",
    "ServerProcess",
    "back_up",
    "home",
    "launch",
    "open_port",
    "restore",
]
