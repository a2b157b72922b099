package dev.writ.tool;

import java.util.List;

/**
 * A tool's accepted definition beside the one that its server offers now.
 *
 * @param accepted hash of the definition that was accepted
 * @param offered hash of the one that is offered
 * @param changes what differs, for instance {@code read: description}; empty where nothing does, or where what was
 *     accepted is known as a whole alone
 */
public record ToolPin(String tool, ToolStatus status, String accepted, String offered, List<String> changes) {
    public ToolPin {
        changes = List.copyOf(changes);
    }
}
