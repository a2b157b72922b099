/** The tool {@code terminal}: allowed command lines, run in the sandbox. */
@NullMarked
package dev.writ.tool.terminal;

import org.jspecify.annotations.NullMarked;
