"""Registers (登记簿): what is declared beside the processes, found, exported and disposed of."""

from engine.registers import desk
from engine.registers.declared import Column, Declared, declared, declared_register
from engine.registers.finding import Entry, Search, entries
from engine.registers.sheets import as_csv, as_xlsx

__all__ = [
    "Column",
    "Declared",
    "Entry",
    "Search",
    "as_csv",
    "as_xlsx",
    "declared",
    "declared_register",
    "desk",
    "entries",
]
