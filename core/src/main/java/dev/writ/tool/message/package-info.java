/** The {@code message_user} tool server: messages to people, questions that wait for an answer, and their delivery. */
@NullMarked
package dev.writ.tool.message;

import org.jspecify.annotations.NullMarked;
