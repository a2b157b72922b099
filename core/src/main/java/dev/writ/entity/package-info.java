/** Versioned definitions (agents, processes, tools, documents) and the relationships between entities. */
@NullMarked
package dev.writ.entity;

import org.jspecify.annotations.NullMarked;
