package dev.writ.entity;

import tools.jackson.databind.node.ObjectNode;

/** A definition that ships with Writ. */
public record Seed(EntityKind kind, String name, ObjectNode content) {}
