package dev.writ.model.playbook.skill;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.model.playbook.tools.Files;
import dev.writ.model.playbook.tools.Files.Entry;
import dev.writ.model.playbook.tools.Files.FileText;
import dev.writ.model.playbook.turn.Data;
import dev.writ.model.playbook.turn.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a project can be started: main methods, manifests, make targets, scripts. */
final class EntryPoints {
    private static final String MAINS =
            "\\bvoid\\s+main\\s*\\(|__name__\\s*==\\s*[\"']__main__[\"']|^\\s*(pub\\s+|async\\s+)*fn\\s+main\\s*\\(|^func\\s+main\\s*\\(|^\\s*int\\s+main\\s*\\(|\\bstatic\\s+(async\\s+)?(void|int|Task)\\s+Main\\s*\\(|^\\s*fun\\s+main\\s*\\(|^#!";
    private static final Map<String, String> BUILDS = new LinkedHashMap<>();
    private static final int MOST_READ = 8;

    static {
        BUILDS.put("pom.xml", "Maven build");
        BUILDS.put("build.gradle", "Gradle build");
        BUILDS.put("build.gradle.kts", "Gradle build");
        BUILDS.put("Cargo.toml", "Cargo package");
        BUILDS.put("go.mod", "Go module");
        BUILDS.put("pyproject.toml", "Python project");
        BUILDS.put("setup.py", "Python package");
        BUILDS.put("Gemfile", "Ruby project");
        BUILDS.put("composer.json", "PHP project");
        BUILDS.put("CMakeLists.txt", "CMake build");
        BUILDS.put("Dockerfile", "container image");
        BUILDS.put("docker-compose.yml", "container set-up");
        BUILDS.put("compose.yaml", "container set-up");
        BUILDS.put("Procfile", "process file");
    }

    private final Files files;

    EntryPoints(Files files) {
        this.files = files;
    }

    /** @param about the first sentence or two of a README */
    record Found(List<Finding> points, Optional<String> about) {}

    Found find(String folder, List<Entry> own) {
        List<String> paths = own.stream().map(Entry::path).toList();
        List<Finding> points = new ArrayList<>();
        files.search(folder, MAINS, true, false, "").all().stream()
                .filter(match -> paths.contains(match.path()))
                .filter(match -> !match.text().startsWith("#!") || match.line() == 1)
                .filter(match -> !match.path().matches("(?i).*\\.(?:md|txt|rst|html)"))
                .map(match -> Finding.info(kind(match.text()), "", match.place()))
                .distinct()
                .forEach(points::add);
        List<String> wanted = own.stream()
                .filter(file -> file.size() < 400_000)
                .map(Entry::path)
                .filter(path -> name(path).matches("package\\.json|Makefile|GNUmakefile|makefile") || isReadme(path))
                .sorted(Comparator.comparingInt((String path) -> path.split("/", -1).length)
                        .thenComparing(path -> path))
                .limit(MOST_READ)
                .toList();
        Optional<String> about = Optional.empty();
        for (Optional<FileText> read : wanted.isEmpty() ? List.<Optional<FileText>>of() : files.readAll(wanted)) {
            if (read.isEmpty() || read.get().binary()) {
                continue;
            }
            FileText file = read.get();
            if (name(file.path()).equals("package.json")) {
                points.addAll(packageJson(file));
            } else if (isReadme(file.path())) {
                about = about.isPresent() ? about : firstParagraph(file.content());
            } else {
                points.addAll(targets(file));
            }
        }
        for (String path : paths) {
            String build = BUILDS.getOrDefault(name(path), "");
            if (!build.isEmpty()) {
                points.add(Finding.info(build, "", path + ":1"));
            }
        }
        points.sort(Comparator.comparing(Finding::place));
        return new Found(points, about);
    }

    private static boolean isReadme(String path) {
        return name(path).toLowerCase(java.util.Locale.ROOT).matches("readme(?:\\.(?:md|txt|rst))?");
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String kind(String line) {
        String text = line.strip();
        return text.startsWith("#!")
                ? "script for " + text.substring(2).strip()
                : text.contains("__main__") ? "Python main block" : "main function";
    }

    private static List<Finding> packageJson(FileText file) {
        List<Finding> points = new ArrayList<>();
        Data manifest;
        try {
            manifest = new Data(Json.parse(file.content()));
        } catch (WritException e) {
            return List.of(Finding.warning("package.json is not valid JSON", "", file.path() + ":1"));
        }
        manifest.object("scripts")
                .node()
                .properties()
                .forEach(script -> points.add(Finding.info(
                        "npm script " + script.getKey() + ": " + Data.text(script.getValue()),
                        "",
                        place(file, "\"" + script.getKey() + "\""))));
        if (manifest.has("main")) {
            points.add(Finding.info("main module " + manifest.text("main"), "", place(file, "\"main\"")));
        }
        if (manifest.has("bin")) {
            points.add(Finding.info("installs a command: " + manifest.text("bin"), "", place(file, "\"bin\"")));
        }
        return points;
    }

    private static List<Finding> targets(FileText file) {
        Matcher target = Pattern.compile("(?m)^([A-Za-z][\\w.-]*)\\s*:(?!=)").matcher(file.content());
        List<Finding> points = new ArrayList<>();
        while (target.find() && points.size() < 12) {
            int line = 1
                    + (int) file.content()
                            .substring(0, target.start(1))
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            points.add(Finding.info("make target " + target.group(1), "", file.path() + ":" + line));
        }
        return points;
    }

    private static String place(FileText file, String needle) {
        int at = Math.max(0, file.content().indexOf(needle));
        return file.path() + ":"
                + (1
                        + file.content()
                                .substring(0, at)
                                .chars()
                                .filter(c -> c == '\n')
                                .count());
    }

    private static Optional<String> firstParagraph(String readme) {
        for (String paragraph : readme.split("\\n\\s*\\n", -1)) {
            String text = paragraph
                    .lines()
                    .filter(line -> !line.matches("\\s*(?:#.*|=+|-+|\\[?!\\[.*|<.*)"))
                    .reduce("", (a, b) -> a + " " + b)
                    .strip();
            if (!text.isEmpty()) {
                return Optional.of(Layout.line(text, 300));
            }
        }
        return Optional.empty();
    }
}
