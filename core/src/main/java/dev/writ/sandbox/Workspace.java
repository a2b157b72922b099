package dev.writ.sandbox;

import java.nio.file.Path;

/**
 * A folder that a tree works in. Holding one proves that the folder existed and was readable when it was opened.
 *
 * @param root absolute and real: no link on the way
 */
public record Workspace(Path root) {}
