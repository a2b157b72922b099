/** Agents that run outside of Writ and use its tools: what lets them in, the task they work on, the calls they make. */
@NullMarked
package dev.writ.outside;

import org.jspecify.annotations.NullMarked;
