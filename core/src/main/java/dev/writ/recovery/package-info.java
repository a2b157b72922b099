/**
 * Recovery: health checks open incidents, a process acts on them by a small table, proves that they are over, and writes
 * down what helped, so that the next one like it begins with that.
 */
@NullMarked
package dev.writ.recovery;

import org.jspecify.annotations.NullMarked;
