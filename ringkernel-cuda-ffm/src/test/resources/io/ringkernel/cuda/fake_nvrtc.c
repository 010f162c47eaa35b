/*
 * A stand-in for libnvrtc: the image is "CUBIN" with the options and the source behind it. A source that contains
 *   syntax error   does not compile          internal error   breaks the compiler
 * Like the real one, it opens its builtins by name when it compiles.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { char *source; char *image; const char *log; } program;

int nvrtcVersion(int *major, int *minor) { *major = 13; *minor = 0; return 0; }
const char *nvrtcGetErrorString(int result) {
    return result == 6 ? "NVRTC_ERROR_COMPILATION" : result == 7 ? "NVRTC_ERROR_BUILTIN_OPERATION_FAILURE" : "NVRTC_ERROR_INTERNAL_ERROR";
}
int nvrtcCreateProgram(program **out, const char *source, const char *name, int headers, const char **h, const char **n) {
    *out = calloc(1, sizeof(program));
    (*out)->source = strdup(source);
    (*out)->log = "";
    return 0;
}
int nvrtcDestroyProgram(program **p) { free((*p)->source); free((*p)->image); free(*p); *p = NULL; return 0; }
int nvrtcCompileProgram(program *p, int count, const char **options) {
    if (dlopen("libnvrtc-builtins.so.fake", RTLD_LAZY) == NULL) {
        p->log = "nvrtc: error: failed to open libnvrtc-builtins.so.fake.";
        return 7;
    }
    if (strstr(p->source, "internal error")) return 11;
    if (strstr(p->source, "syntax error")) {
        p->log = "kernel.cu(1): warning #177-D: variable is not used\n  int unused;\n\nkernel.cu(3): error: expected a \";\"\n  syntax error\n         ^\n\n1 error detected in the compilation of \"kernel.cu\".\n";
        return 6;
    }
    p->log = strstr(p->source, "unused") ? "kernel.cu(1): warning #177-D: variable is not used\n" : "";
    size_t size = strlen(p->source) + 16;
    for (int i = 0; i < count; i++) size += strlen(options[i]) + 1;
    p->image = malloc(size);
    strcpy(p->image, "CUBIN");
    for (int i = 0; i < count; i++) { strcat(p->image, " "); strcat(p->image, options[i]); }
    strcat(p->image, "\n");
    strcat(p->image, p->source);
    return 0;
}
int nvrtcGetProgramLogSize(program *p, size_t *size) { *size = strlen(p->log) + 1; return 0; }
int nvrtcGetProgramLog(program *p, char *log) { strcpy(log, p->log); return 0; }
int nvrtcGetCUBINSize(program *p, size_t *size) { *size = strlen(p->image); return 0; }
int nvrtcGetCUBIN(program *p, char *image) { memcpy(image, p->image, strlen(p->image)); return 0; }
