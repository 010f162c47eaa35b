package io.ringkernel.cuda;

/** Prints what the process's own driver is found to be. */
final class AvailabilityScenario {
    private AvailabilityScenario() {}

    public static void main(String[] arguments) {
        switch (CudaDriver.availability()) {
            case CudaAvailability.Available(CudaDriver driver) ->
                    ForkedJvm.fact("version", driver.versionText());
            case CudaAvailability.Unavailable unavailable -> {
                ForkedJvm.fact("cause", unavailable.cause());
                ForkedJvm.fact("message", unavailable.message());
                try {
                    CudaDriver.require();
                } catch (CudaUnavailableException thrown) {
                    ForkedJvm.fact("thrown", thrown.getMessage());
                }
            }
        }
    }
}
