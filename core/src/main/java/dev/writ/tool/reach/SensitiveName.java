package dev.writ.tool.reach;

import java.util.Locale;
import java.util.regex.Pattern;

/** Which files deserve a second look, by their names alone. */
public final class SensitiveName {
    private static final Pattern SECRET =
            Pattern.compile("(?i)(?:^|/)\\.(?:git|ssh|aws|env(?:\\.[\\w-]+)?|netrc|npmrc|gnupg|docker|kube)(?:/|$)"
                    + "|(?:^|[\\W_])(?:id_rsa|id_ed25519|passwd|shadow|secrets?|credentials?|private[_-]?key)(?:$|[\\W_])"
                    + "|\\.(?:pem|key|p12|pfx|jks|kdbx)$");
    /** Files that build servers obey: who changes one runs programs there, often with its secrets. */
    private static final Pattern PIPELINE = Pattern.compile(
            "(?i)(?:^|/)(?:\\.github/(?:workflows|actions)/.+|\\.gitlab-ci\\.ya?ml|\\.circleci/.+|jenkinsfile[^/]*"
                    + "|azure-pipelines[^/]*\\.ya?ml|bitbucket-pipelines\\.yml|\\.travis\\.yml|\\.drone\\.yml|\\.buildkite/.+"
                    + "|\\.woodpecker(?:\\.ya?ml|/.+)|\\.husky/.+|\\.pre-commit-config\\.yaml)$");
    /** Files whose text agents take for orders. */
    private static final Pattern ORDERS = Pattern.compile(
            "(?i)(?:^|/)(?:agents\\.md|claude\\.md|gemini\\.md|\\.cursorrules|\\.windsurfrules|copilot-instructions\\.md)$");

    private SensitiveName() {}

    /** Whether a path or a part of a scope looks as if it held secrets. */
    public static boolean isSecret(String path) {
        return SECRET.matcher(path).find();
    }

    /** Why a path deserves a second look: {@code secrets}, {@code build pipeline}, {@code orders to agents}; empty for none. */
    static String kind(String path) {
        if (isSecret(path)) {
            return "secrets";
        }
        if (PIPELINE.matcher(path).find()) {
            return "build pipeline";
        }
        return ORDERS.matcher(path.toLowerCase(Locale.ROOT)).find() ? "orders to agents" : "";
    }
}
