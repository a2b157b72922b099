package dev.writ.tool.git;

import dev.writ.Json;
import java.time.Instant;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import tools.jackson.databind.node.ObjectNode;

/** How commits are shown. */
final class CommitText {
    private static final int LONGEST_MESSAGE = 4000;

    private CommitText() {}

    static ObjectSchema schema() {
        return new ObjectSchema()
                .result("id", ObjectSchema.text())
                .result("author", ObjectSchema.text())
                .result("time", ObjectSchema.text())
                .result("message", ObjectSchema.text());
    }

    /** Its id, author, time of commit and message. */
    static ObjectNode of(RevCommit commit) {
        return Json.object()
                .put("id", commit.name())
                .put("author", person(commit.getAuthorIdent()))
                .put("time", Instant.ofEpochSecond(commit.getCommitTime()).toString())
                .put("message", message(commit));
    }

    static String message(RevCommit commit) {
        return PlainText.of(commit.getFullMessage().strip(), LONGEST_MESSAGE);
    }

    static String subject(RevCommit commit) {
        return PlainText.of(commit.getShortMessage(), 200);
    }

    static String person(PersonIdent person) {
        return PlainText.of(person.getName() + " <" + person.getEmailAddress() + ">", 300);
    }
}
