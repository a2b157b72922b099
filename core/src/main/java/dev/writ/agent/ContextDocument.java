package dev.writ.agent;

/**
 * Background that goes with instructions.
 *
 * @param name unique, for instance {@code reading-failures}
 * @param summary one sentence: what it tells
 * @param text Markdown
 */
public record ContextDocument(String name, String summary, String text) {}
