package dev.writ.prediction;

/**
 * Something that tasks may need: an operation of a tool.
 *
 * @param id unique among offers, for instance {@code file_edit.write_file}
 * @param text what is said of it: its name, description and the names of its arguments
 * @param ours whether the words are those of somebody who may be believed; a third party's may be written to attract
 */
public record Offer(String id, String text, boolean ours) {}
