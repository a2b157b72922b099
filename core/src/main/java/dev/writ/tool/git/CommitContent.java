package dev.writ.tool.git;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.permission.PathGlob;
import dev.writ.tool.AuthorizedCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Looks at everything a commit would add before it is made. */
final class CommitContent {
    private final CommitRules rules;
    private final Predicate<String> containsSecret;

    CommitContent(CommitRules rules, Predicate<String> containsSecret) {
        this.rules = rules;
        this.containsSecret = containsSecret;
    }

    /** @throws WritException where a text that goes out with a commit or pull request breaks a rule of its own */
    void checkText(String what, String text) {
        if (containsSecret.test(text)) {
            throw secret("The " + what);
        }
    }

    /**
     * @return paths of the files that differ
     * @throws WritException where a file is too large, guarded, or contains what looks like a secret
     */
    List<String> check(ObjectReader reader, AbstractTreeIterator before, ObjectId treeAfter, AuthorizedCall call)
            throws IOException {
        List<String> paths = new ArrayList<>();
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(before);
            walk.addTree(new CanonicalTreeParser(new byte[0], reader, treeAfter));
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            for (DiffEntry entry : DiffEntry.scan(walk)) {
                call.checkStopped();
                String path = DiffReport.path(entry);
                paths.add(path);
                checkPath(path);
                if (entry.getChangeType() != DiffEntry.ChangeType.DELETE
                        && !FileMode.GITLINK.equals(entry.getNewMode().getBits())) {
                    checkContent(reader, entry, path);
                }
            }
        }
        return paths;
    }

    private void checkPath(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        for (String glob : rules.guardedPaths()) {
            if (PathGlob.matches(glob.toLowerCase(Locale.ROOT), name)) {
                throw new WritException(new Failure(
                        FailureCode.DENIED,
                        PlainText.of(path) + " is not committed: files like " + glob
                                + " run on other machines once they are pushed.",
                        "Let a person commit it, or take the glob off the guarded paths in the settings of github."));
            }
        }
        checkText("path of " + PlainText.of(path), path);
    }

    private void checkContent(ObjectReader reader, DiffEntry entry, String path) throws IOException {
        ObjectLoader content = reader.open(entry.getNewId().toObjectId(), Constants.OBJ_BLOB);
        if (content.getSize() > rules.maxFileBytes()) {
            throw tooLarge(path, content.getSize(), rules.maxFileBytes());
        }
        checkKind(bytes(content), path);
        Set<String> known = new HashSet<>();
        if (entry.getChangeType() == DiffEntry.ChangeType.MODIFY
                && !FileMode.GITLINK.equals(entry.getOldMode().getBits())) {
            ObjectLoader before = reader.open(entry.getOldId().toObjectId(), Constants.OBJ_BLOB);
            if (before.getSize() <= rules.maxFileBytes()) {
                text(before).lines().forEach(known::add);
            }
        }
        // What the branch has already is not this commit's doing, and refusing it would stop every later change.
        String added =
                text(content).lines().filter(line -> !known.contains(line)).collect(Collectors.joining("\n"));
        if (containsSecret.test(added)) {
            throw secret(PlainText.of(path));
        }
    }

    private void checkKind(byte[] bytes, String path) {
        if (MachineCode.isIn(bytes)) {
            throw new WritException(new Failure(
                    FailureCode.DENIED,
                    PlainText.of(path) + " is a program for a machine; nobody can read what it does.",
                    "Commit the sources it is made from, and leave it out with .gitignore."));
        }
        if (bytes.length > rules.maxBinaryBytes() && RawText.isBinary(bytes)) {
            throw new WritException(new Failure(
                    FailureCode.TOO_LARGE,
                    "%s is no text and has %,d bytes; binary files of more than %,d bytes are not committed."
                            .formatted(PlainText.of(path), bytes.length, rules.maxBinaryBytes()),
                    "Leave it out, or keep it elsewhere and commit where it is found."));
        }
    }

    private byte[] bytes(ObjectLoader content) throws IOException {
        return content.getCachedBytes(Math.toIntExact(Math.min(Integer.MAX_VALUE, rules.maxFileBytes())));
    }

    private String text(ObjectLoader content) throws IOException {
        byte[] bytes = bytes(content);
        // Without the zero bytes, plain text shows up in UTF-16 and in binary files as well.
        return RawText.isBinary(bytes)
                ? new String(bytes, StandardCharsets.ISO_8859_1).replace("\0", "")
                : new String(bytes, StandardCharsets.UTF_8);
    }

    static WritException tooLarge(String path, long bytes, long most) {
        return new WritException(new Failure(
                FailureCode.TOO_LARGE,
                "%s has %,d bytes; files of more than %,d bytes are not committed."
                        .formatted(PlainText.of(path), bytes, most),
                "Leave it out, or keep it elsewhere and commit where it is found."));
    }

    private static WritException secret(String where) {
        return new WritException(new Failure(
                FailureCode.DENIED,
                where + " contains what looks like a password, key or token.",
                "Remove it and read it from the environment instead; nothing was committed."));
    }
}
