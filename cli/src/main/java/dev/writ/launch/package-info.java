/** The way in where all of Writ is one jar; knows nothing of the rest. */
@NullMarked
package dev.writ.launch;

import org.jspecify.annotations.NullMarked;
