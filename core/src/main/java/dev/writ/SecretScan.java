package dev.writ;

import java.util.regex.Matcher;

/** One text on its way to being redacted. */
final class SecretScan {
    private String text;
    private int replaced;

    SecretScan(String text) {
        this.text = text;
    }

    void replaceLiteral(String secret) {
        int at = text.indexOf(secret);
        if (at < 0) {
            return;
        }
        StringBuilder result = new StringBuilder(text.length());
        int from = 0;
        for (; at >= 0; at = text.indexOf(secret, from)) {
            result.append(text, from, at).append(SecretForm.mark("secret"));
            from = at + secret.length();
            replaced++;
        }
        text = result.append(text, from, text.length()).toString();
    }

    void replaceForm(SecretForm form) {
        if (!form.canOccurIn(text)) {
            return;
        }
        Matcher matcher = form.pattern().matcher(text);
        StringBuilder result = new StringBuilder();
        int from = 0;
        while (matcher.find()) {
            String value = matcher.group("value");
            if (!form.test().test(value)) {
                continue;
            }
            result.append(text, from, matcher.start("value")).append(SecretForm.mark(form.kind()));
            from = matcher.end("value");
            replaced++;
        }
        text = result.append(text, from, text.length()).toString();
    }

    String text() {
        return text;
    }

    int replaced() {
        return replaced;
    }
}
