package dev.writ.model.playbook.skill;

import dev.writ.model.playbook.reading.FailurePlaces;
import dev.writ.model.playbook.reading.FailurePlaces.Place;
import dev.writ.model.playbook.reading.TestReports;
import dev.writ.model.playbook.tools.Commands.Run;
import dev.writ.model.playbook.tools.Files;
import dev.writ.model.playbook.tools.Files.FileText;
import dev.writ.model.playbook.turn.Finding;
import dev.writ.model.playbook.turn.SkillStops;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a failed command's output says: what failed, where, and the lines around it. */
final class FailedRun {
    private static final int AROUND = 3;
    private static final int MOST_PLACES = 10;
    private static final int TAIL = 15;

    private final Run run;
    private final List<Place> places;
    private final Optional<FileText> excerpt;

    private FailedRun(Run run, List<Place> places, Optional<FileText> excerpt) {
        this.run = run;
        this.places = places;
        this.excerpt = excerpt;
    }

    /** Reads the output, and the lines around the first place where the workspace has that file. */
    static FailedRun read(Run run, Files files) {
        List<Place> places = new ArrayList<>(FailurePlaces.find(run.stdout(), run.stderr(), run.cwd()));
        Optional<FileText> excerpt = Optional.empty();
        for (int i = 0; i < Math.min(3, places.size()) && excerpt.isEmpty(); i++) {
            Place place = places.get(i);
            if (place.path().isEmpty() || place.line() == 0) {
                continue;
            }
            try {
                Optional<String> path = resolve(place.path(), files);
                if (path.isPresent()) {
                    places.set(
                            i, new Place(path.get(), place.line(), place.column(), place.message(), place.warning()));
                    excerpt = files.read(path.get(), Math.max(1, place.line() - AROUND), 2 * AROUND + 1);
                    places.add(0, places.remove(i));
                }
            } catch (SkillStops refused) {
                // The command's own output still says what failed; reading the file would only have shown more.
                break;
            }
        }
        return new FailedRun(run, List.copyOf(places), excerpt);
    }

    /** The workspace's path for one printed by a program, which may be absolute, or relative to another folder. */
    private static Optional<String> resolve(String printed, Files files) {
        String name = printed.substring(printed.lastIndexOf('/') + 1);
        List<String> candidates = files.find(".", "**/" + name).files().stream()
                .map(Files.Entry::path)
                .toList();
        if (candidates.contains(printed)) {
            return Optional.of(printed);
        }
        List<String> fitting = candidates.stream()
                .filter(path -> printed.endsWith("/" + path)
                        || path.endsWith("/" + printed)
                        || (path.equals(name) && !printed.startsWith("/usr/")))
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
    }

    List<Place> places() {
        return places;
    }

    Run run() {
        return run;
    }

    /** One sentence: how it ended. */
    String headline() {
        String how = run.timedOut()
                ? "did not end within its time limit and was stopped"
                : "failed with exit code " + run.exitCode();
        return "`" + run.line() + "` " + how + " after " + Layout.milliseconds(run.milliseconds()) + ".";
    }

    String text() {
        StringBuilder text = new StringBuilder(headline());
        if (!places.isEmpty()) {
            Place first = places.getFirst();
            text.append("\n\nThe failing part")
                    .append(first.place().isEmpty() ? "" : " is at " + first.place())
                    .append(": ")
                    .append(Layout.line(first.message(), 300));
        }
        excerpt.ifPresent(lines ->
                text.append("\n\n").append(numbered(lines, places.getFirst().line())));
        if (places.size() > 1) {
            text.append("\n\nAlso:");
            places.subList(1, Math.min(MOST_PLACES, places.size()))
                    .forEach(place -> text.append("\n  ")
                            .append(place.place())
                            .append(place.place().isEmpty() ? "" : ": ")
                            .append(Layout.line(place.message(), 200)));
        }
        List<String> summaries = TestReports.summaries(run.stdout() + "\n" + run.stderr());
        if (!summaries.isEmpty()) {
            text.append("\n\nSummary of the run:\n  ").append(String.join("\n  ", summaries));
        }
        String output = run.stderr().isBlank() ? run.stdout() : run.stderr();
        if (output.isBlank()) {
            text.append("\n\nIt printed nothing.");
        } else {
            text.append("\n\nThe end of its output:\n")
                    .append(Layout.block("", Layout.cut(Layout.tail(output, TAIL), 3_000)));
        }
        return text.toString();
    }

    private static String numbered(FileText lines, int marked) {
        StringBuilder block = new StringBuilder();
        int number = lines.fromLine();
        for (String line : lines.content().stripTrailing().lines().toList()) {
            block.append(number == marked ? "> " : "  ")
                    .append(String.format(java.util.Locale.ROOT, "%4d  ", number))
                    .append(line)
                    .append('\n');
            number++;
        }
        return Layout.block("", block.toString());
    }

    List<Finding> findings() {
        if (places.isEmpty()) {
            String output = run.stderr().isBlank() ? run.stdout() : run.stderr();
            String last = output.isBlank()
                    ? "it printed nothing"
                    : Layout.line(Layout.tail(output, 1).replaceFirst("^…\n", ""), 200);
            return List.of(Finding.error(headline(), last, ""));
        }
        return places.stream()
                .limit(20)
                .map(place ->
                        Finding.error(Layout.line(place.message(), 200), "from `" + run.line() + "`", place.place()))
                .toList();
    }
}
