/**
 * MCP servers of third parties: registered by a person, started when they are needed and only with what they were given,
 * their tools taken up like Writ's own, and every fault of theirs kept to themselves.
 */
@NullMarked
package dev.writ.tool.thirdparty;

import org.jspecify.annotations.NullMarked;
