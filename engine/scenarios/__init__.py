"""Scenarios: procedures played in domain words, for the tests, the demo and the documentation."""

from engine.scenarios.demo import Demo, Played, deploy_demo, play_demo, read_demo
from engine.scenarios.histories import DemoCase
from engine.scenarios.player import Player, ScenarioFailed
from engine.scenarios.registers import open_registers, read_registers
from engine.scenarios.script import Scenario, Step, read_scenarios

__all__ = [
    "Demo",
    "DemoCase",
    "Played",
    "Player",
    "Scenario",
    "ScenarioFailed",
    "Step",
    "deploy_demo",
    "open_registers",
    "play_demo",
    "read_demo",
    "read_registers",
    "read_scenarios",
]
