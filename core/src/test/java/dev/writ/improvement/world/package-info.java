/** A world of known truth, in which Writ has to find by itself what helps, and to tell it from what does not. */
@NullMarked
package dev.writ.improvement.world;

import org.jspecify.annotations.NullMarked;
