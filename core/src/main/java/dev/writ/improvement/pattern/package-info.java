/** From what is done again and again to a process that does it: mined from records, generalised, replayed, and offered. */
@NullMarked
package dev.writ.improvement.pattern;

import org.jspecify.annotations.NullMarked;
