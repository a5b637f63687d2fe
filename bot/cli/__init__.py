"""The subcommands of `chestnut`, a module each."""
