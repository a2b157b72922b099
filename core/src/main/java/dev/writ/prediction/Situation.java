package dev.writ.prediction;

/**
 * What is known of a task when it starts.
 *
 * @param request its own words, from the user
 * @param agent who will work on it
 * @param workspace what it works in, for instance {@code git java}; empty without one
 */
public record Situation(String request, String agent, String workspace) {}
