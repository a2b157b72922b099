package dev.writ.insight.compliance;

/** @param detail what it keeps in, or why it is missing */
public record SandboxLayer(String name, boolean present, String detail) {}
