package dev.writ.tool.file;

import java.time.Instant;
import java.util.Locale;

/**
 * One change that {@code file_edit} made, or was about to make.
 *
 * @param call the tool call that made it
 * @param workspace absolute path of the root
 * @param path what is changed, relative to the root; for a move or copy the new place
 * @param otherPath for a move or copy the old place; for new folders the highest one made; "" otherwise
 * @param beforeKind what was at the path: file, directory, link, or "" for nothing
 * @param beforeHash of what was at the path; "" for nothing
 * @param afterHash of what is there since; "" for nothing
 * @param diff unified diff, as far as it was kept
 */
public record FileChange(
        String id,
        String call,
        String task,
        String tree,
        String workspace,
        String path,
        ChangeAction action,
        String otherPath,
        String beforeKind,
        String beforeHash,
        String afterHash,
        String diff,
        int linesAdded,
        int linesRemoved,
        State state,
        Instant at) {
    /** What was done. */
    public enum ChangeAction {
        CREATED,
        OVERWRITTEN,
        APPENDED,
        EDITED,
        FOLDER_CREATED,
        COPIED,
        MOVED,
        DELETED;

        /** As callers see it, for instance {@code folder_created}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How far a change has come. */
    public enum State {
        /** Written down, and perhaps on the disk. */
        INTENDED,
        DONE,
        /** Being taken back. */
        UNDOING,
        UNDONE,
        /** Never reached the disk. */
        ABANDONED,
        /** Interrupted, and what is on the disk now is neither what was nor what should be. */
        UNCLEAR;

        /** As stored and shown, for instance {@code done}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The path whose content appears or goes away with the change. */
    String target() {
        return action == ChangeAction.FOLDER_CREATED && !otherPath.isEmpty() ? otherPath : path;
    }
}
