package io.ringkernel.cli;

import java.lang.module.ModuleDescriptor;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says which version this is. */
@Command(name = "version", description = "Print the version.", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class VersionCommand implements Runnable, IVersionProvider {

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().getOut().println(String.join(System.lineSeparator(), getVersion()));
    }

    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        ModuleDescriptor module = Main.class.getModule().getDescriptor();
        if (version == null && module != null) {
            version = module.rawVersion().orElse(null);
        }
        return new String[] {
            "RingKernel " + (version == null ? "(development)" : version),
            "Java "
                    + Runtime.version()
                    + ", "
                    + System.getProperty("os.name")
                    + " "
                    + System.getProperty("os.arch")
        };
    }
}
