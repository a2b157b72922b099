package dev.writ.cli.tty;

/** How large a window is, in characters. */
public record Size(int columns, int rows) {}
