/** Scripts by which shells complete the command line, made from the description of the commands. */
@NullMarked
package dev.writ.cli.completion;

import org.jspecify.annotations.NullMarked;
