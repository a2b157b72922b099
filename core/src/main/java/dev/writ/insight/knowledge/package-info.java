/** Which documents help: found by what they are about, weighed by how tasks with them ended. */
@NullMarked
package dev.writ.insight.knowledge;

import org.jspecify.annotations.NullMarked;
