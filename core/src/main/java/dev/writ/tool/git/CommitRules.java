package dev.writ.tool.git;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a commit made by Writ must be like.
 *
 * @param subjectLength longest first line of the message, in characters
 * @param subjectPattern what the first line must match as a whole, where set
 * @param maxFileBytes largest file that is committed
 * @param maxBinaryBytes largest file that is no text; programs for a machine are not committed at all
 * @param guardedPaths globs of files that are not committed, because they run elsewhere once they are pushed
 */
public record CommitRules(
        int subjectLength,
        Optional<Pattern> subjectPattern,
        long maxFileBytes,
        long maxBinaryBytes,
        List<String> guardedPaths) {
    private static final int MESSAGE_LENGTH = 10_000;
    /** What servers run or obey as soon as it is pushed, or git itself when it is checked out. */
    private static final List<String> RUNNING_ELSEWHERE = List.of(
            ".github/workflows/**",
            ".github/actions/**",
            "**/CODEOWNERS",
            ".gitlab-ci.yml",
            ".gitlab/**",
            ".circleci/**",
            ".buildkite/**",
            ".woodpecker/**",
            ".woodpecker.yml",
            ".drone.yml",
            ".travis.yml",
            "azure-pipelines.yml",
            "bitbucket-pipelines.yml",
            "Jenkinsfile",
            ".gitmodules",
            "**/.gitmodules");

    public CommitRules {
        guardedPaths = List.copyOf(guardedPaths);
    }

    public static CommitRules defaults() {
        return new CommitRules(100, Optional.empty(), 10_000_000, 1_000_000, RUNNING_ELSEWHERE);
    }

    public CommitRules withSubjectPattern(Pattern pattern) {
        return new CommitRules(subjectLength, Optional.of(pattern), maxFileBytes, maxBinaryBytes, guardedPaths);
    }

    public CommitRules withMaxFileBytes(long bytes) {
        return new CommitRules(subjectLength, subjectPattern, bytes, maxBinaryBytes, guardedPaths);
    }

    public CommitRules withMaxBinaryBytes(long bytes) {
        return new CommitRules(subjectLength, subjectPattern, maxFileBytes, bytes, guardedPaths);
    }

    public CommitRules withGuardedPaths(List<String> globs) {
        return new CommitRules(subjectLength, subjectPattern, maxFileBytes, maxBinaryBytes, globs);
    }

    /** What is wrong with a message, each as the end of a sentence that begins with "The message"; empty if nothing. */
    public List<String> problems(String message) {
        List<String> problems = new ArrayList<>();
        String subject = message.lines().findFirst().orElse("");
        if (subject.isBlank()) {
            problems.add("has an empty first line");
        }
        if (subject.codePointCount(0, subject.length()) > subjectLength) {
            problems.add("has a first line of more than " + subjectLength + " characters");
        }
        if (message.length() > MESSAGE_LENGTH) {
            problems.add("is longer than " + MESSAGE_LENGTH + " characters");
        }
        if (message.codePoints().anyMatch(CommitRules::isHidden)) {
            problems.add("contains control or invisible characters");
        }
        subjectPattern
                .filter(pattern -> !pattern.matcher(subject).matches())
                .ifPresent(pattern -> problems.add("has a first line that does not match " + pattern.pattern()));
        return problems;
    }

    private static boolean isHidden(int character) {
        return character != '\n' && character != '\t' && !PlainText.isVisible(character);
    }
}
