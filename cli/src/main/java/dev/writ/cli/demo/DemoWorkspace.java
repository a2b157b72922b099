package dev.writ.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder the scenarios work in: a small project with a report that can be made slow and a broken script. */
final class DemoWorkspace {
    static final String CONFIGURATION = "report.conf";
    static final String REPORT = "sh report.sh";
    static final String BROKEN = "sh check-stock.sh";
    static final String BROKEN_SCRIPT = "check-stock.sh";

    private static final String ORDERS = "data/orders.csv";
    private static final String[] FRUIT = {"apple", "pear", "plum", "fig", "quince", "medlar", "cherry", "lemon"};

    private DemoWorkspace() {}

    /** Writes the files once; a run that goes on after a crash finds them as they are. */
    static Path create(Path folder) {
        Path workspace = folder.resolve("workspace");
        Path marker = folder.resolve("workspace-ready");
        if (Files.exists(marker)) {
            return workspace;
        }
        try {
            Files.createDirectories(workspace.resolve("data"));
            Files.writeString(workspace.resolve("README.md"), """
                    # Stock report

                    `sh report.sh` sums up the orders; `sh check-stock.sh` compares them with the stock.
                    """);
            Files.writeString(workspace.resolve("data/stock.csv"), "apple 500\npear 400\nplum 300\n");
            Files.writeString(workspace.resolve("report.sh"), """
                    # Sums up the orders, and shows the largest of the latest ones for each product.
                    . ./report.conf
                    awk '{ sum += $2 } END { print "pieces:", sum }' data/orders.csv
                    for product in apple pear plum fig quince medlar cherry lemon; do
                      largest=$(tail -n "$preview_buffer" data/orders.csv | sort -k1,1 -k2,2n | grep "^$product " | tail -n 1)
                      echo "largest: $largest"
                    done
                    """);
            Files.writeString(workspace.resolve(BROKEN_SCRIPT), """
                    # Compares what was ordered with what is in stock.
                    set -e
                    ordered=$(awk '{ sum += $2 } END { print sum + 0 }' data/orders.csv)
                    stock=$(awk '{ sum += $2 } END { print sum + 0 }' data/stok.csv)
                    echo "ordered: $ordered, in stock: $stock"
                    # TODO: warn when there is too little
                    """);
            enlarge(workspace, ReportSize.FIRST);
            Files.writeString(marker, "");
            return workspace;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the report look through this many orders, and gives it twice as many, so that more can be tried too. */
    static void enlarge(Path workspace, ReportSize size) {
        try {
            try (Writer orders = Files.newBufferedWriter(workspace.resolve(ORDERS))) {
                for (int i = 0; i < 2 * size.preview(); i++) {
                    orders.write(FRUIT[i % FRUIT.length] + " " + (1 + i % 7) + "\n");
                }
            }
            Files.writeString(workspace.resolve(CONFIGURATION), """
                    # How many of the latest orders are looked through for the largest one of each product.
                    %s
                    """.formatted(size.setting()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The line of the configuration file that is not a comment. */
    static String setting(Path workspace) {
        try {
            return Files.readAllLines(workspace.resolve(CONFIGURATION)).getLast();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
