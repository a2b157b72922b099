/** Processes written as ordinary code over journaled steps. */
@NullMarked
package dev.writ.process;

import org.jspecify.annotations.NullMarked;
