/** The universal agent: one turn of any agent definition. */
@NullMarked
package dev.writ.agent;

import org.jspecify.annotations.NullMarked;
