"""The pure core: what was modelled, asked, decided and is true. No I/O, clock, ids or chance."""
