package dev.writ.mcp.server;

import tools.jackson.databind.node.ObjectNode;

/** Something a server offers, which a caller may see and use or not. */
public sealed interface Feature permits Tool, Resource, ResourceTemplate, Prompt {
    /** Unique among the features of its kind: a name, or the address of a resource. */
    String key();

    /** As it stands in a list. Not to be changed. */
    ObjectNode json();
}
