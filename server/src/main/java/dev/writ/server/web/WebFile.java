package dev.writ.server.web;

/** A file that browsers get. */
final class WebFile {
    private final String path;
    private final String type;
    private final byte[] content;

    private WebFile(String path, String type, byte[] content) {
        this.path = path;
        this.type = type;
        this.content = content;
    }

    /** @param path below the folder of all of them, for instance {@code vendor/lit/index.js} */
    static WebFile of(String path, byte[] content) {
        return new WebFile(path, type(path), content);
    }

    String path() {
        return path;
    }

    /** Its media type. */
    String type() {
        return type;
    }

    /** Its bytes, which nobody changes. */
    byte[] content() {
        return content;
    }

    boolean isModule() {
        return path.endsWith(".js") && !path.equals("theme.js");
    }

    private static String type(String path) {
        return switch (path.substring(path.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "html" -> "text/html; charset=utf-8";
            default -> throw new IllegalArgumentException("nobody said what " + path + " is");
        };
    }
}
