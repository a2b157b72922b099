/** The {@code entity_manager} tool server: agents, processes, tools, documents, tasks and events for agents. */
@NullMarked
package dev.writ.tool.entity;

import org.jspecify.annotations.NullMarked;
