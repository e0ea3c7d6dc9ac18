"""Outgoing HTTP: one client with limits, that goes only where it may."""

from deskside.kernel.http.addresses import AddressRefused, Net, PrivateNets, parse_nets, permitted
from deskside.kernel.http.answers import Answer
from deskside.kernel.http.client import HttpClient, HttpLimits, answer_lost

__all__ = [
    "AddressRefused",
    "Answer",
    "HttpClient",
    "HttpLimits",
    "Net",
    "PrivateNets",
    "answer_lost",
    "parse_nets",
    "permitted",
]
