// Runs training steps of llm.c, whose folder is on the include path: see Peer.cs for what is asked and answered.
#include "train_gpt2.c"
#include <sys/time.h>

static double milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e3 + now.tv_nsec * 1e-6;
}

static uint64_t state = 88172645463325252ull;

static uint32_t next(void) {
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return (uint32_t)(state >> 32);
}

static void fill(int *tokens, int count, int vocab) {
    for (int i = 0; i < count; i++) tokens[i] = next() % vocab;
}

// Weights about as large as GPT-2's at its start; gains of 1.
static void build(GPT2 *model, GPT2Config config) {
    memset(model, 0, sizeof *model);
    model->config = config;
    fill_in_parameter_sizes(model->param_sizes, config);
    for (int i = 0; i < NUM_PARAMETER_TENSORS; i++) model->num_parameters += model->param_sizes[i];
    model->params_memory = malloc_and_point_parameters(&model->params, model->param_sizes);
    for (size_t i = 0; i < model->num_parameters; i++)
        model->params_memory[i] = 0.02f * 3.46f * (next() / 4294967296.0f - 0.5f);
    float *gains[] = {model->params.ln1w, model->params.ln2w, model->params.lnfw};
    int counts[] = {config.num_layers, config.num_layers, 1};
    for (int g = 0; g < 3; g++)
        for (int i = 0; i < counts[g] * config.channels; i++) gains[g][i] = 1;
    model->mean_loss = -1.0f;
}

int main(void) {
    // Answers go to where stdout was; what llm.c prints does not.
    FILE *answers = fdopen(dup(1), "w");
    if (!answers || !freopen("/dev/null", "w", stdout)) return 1;
    fprintf(answers, "[]\n"), fflush(answers);

    GPT2 model;
    GPT2Config built = {0};
    int *inputs = NULL, *targets = NULL, batch = 0, length = 0, step = 0;
    char line[512];
    while (fgets(line, sizeof line, stdin)) {
        GPT2Config c = {0};
        int ff = 0, b = 0, t = 0;
        double seconds = 0;
        int read = sscanf(line, "train layers=%d heads=%d width=%d ff=%d vocab=%d context=%d batch=%d tokens=%d gpt2=%*d seconds=%lf",
            &c.num_layers, &c.num_heads, &c.channels, &ff, &c.vocab_size, &c.max_seq_len, &b, &t, &seconds);
        if (read != 9 || ff != 4 * c.channels) {
            fprintf(answers, "[]\n"), fflush(answers);
            continue;
        }

        c.padded_vocab_size = c.vocab_size;
        if (memcmp(&c, &built, sizeof c) || b != batch || t != length) {
            if (batch) gpt2_free(&model), free(inputs), free(targets);
            build(&model, c);
            built = c, batch = b, length = t, step = 0;
            inputs = malloc(sizeof(int) * b * t), targets = malloc(sizeof(int) * b * t);
        }

        double start = milliseconds();
        const char *separator = "[";
        do {
            fill(inputs, b * t, c.vocab_size), fill(targets, b * t, c.vocab_size);
            double began = milliseconds();
            gpt2_forward(&model, inputs, targets, b, t);
            gpt2_zero_grad(&model);
            gpt2_backward(&model);
            gpt2_update(&model, 1e-3f, 0.9f, 0.99f, 1e-8f, 0.1f, ++step);
            fprintf(answers, "%s%.6f", separator, milliseconds() - began);
            separator = ",";
        } while (milliseconds() - start < 1e3 * seconds);
        fprintf(answers, "]\n"), fflush(answers);
    }
}
