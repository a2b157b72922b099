package dev.writ.tool.entity;

import tools.jackson.databind.node.ObjectNode;

/** A row the database proposes for a search, with the text that decides whether it fits. */
record Found(ObjectNode summary, String text) {}
