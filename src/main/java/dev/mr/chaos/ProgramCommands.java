package dev.mr.chaos;

import java.util.List;

/** How the programs are started on this machine: command lines to which a program's own arguments are appended. */
public record ProgramCommands(List<String> driver, List<String> worker) {
    public ProgramCommands {
        driver = List.copyOf(driver);
        worker = List.copyOf(worker);
    }
}
