/**
 * Which tools a task will need, told from its request and from what similar tasks used. Nothing here grants anything: whoever
 * asks takes what it gets to the approval policy. The features are the request's words and records alone, never tool output
 * or the words of agents. {@code docs/decisions/0031} describes the method.
 */
@NullMarked
package dev.writ.prediction;

import org.jspecify.annotations.NullMarked;
