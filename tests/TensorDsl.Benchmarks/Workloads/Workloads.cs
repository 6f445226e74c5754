using TensorDsl.Cpu;

namespace TensorDsl.Benchmarks;

/// <summary>All workloads of the processor, by letter. docs/performance.md says what each is there for.</summary>
internal static class Workloads
{
    /// <summary>Positions that a text has before its next tokens are measured, and how many of those there are.</summary>
    private const int Prompt = 256, Following = 64;

    /// <summary>Positions that a next token sees, on average.</summary>
    public const int Seen = Prompt + (Following / 2);

    /// <summary>The sizes of <see cref="Gpt2Small"/>.</summary>
    public static readonly TransformerSizes Gpt2 = new(12, 12, 768, 64, 64, 3072, Vocab: 50257, Context: 1024, B: 4, T: 64, Gpt2: true);

    private static readonly TransformerSizes Character = new(4, 4, 128, 32, 32, 512, Vocab: 65, Context: 64, B: 12, T: 64);

    private static readonly TranslationSizes Base = new(6, 8, 512, 2048, Vocab: 8192, B: 8, S: 32, T: 32);

    public static IReadOnlyList<Workload> All { get; } =
    [
        Training("A", "character GPT", Character, machine => new CharacterGpt(machine.Device, machine.Threads)),
        Training("B", "wider character GPT", new(6, 6, 384, 64, 64, 1536, 65, 256, B: 8, T: 256), machine => new WideGpt(machine.Device, machine.Threads)),
        Training("C", "GPT-2 small", Gpt2, machine => new Gpt2Small(machine.Device, machine.Threads)),
        Prefill("D1", Gpt2 with { B = 1, T = 512 }),
        Decoding("D2", "GPT-2 small, next token", WeightStorage.Float32),
        Decoding("D2-bf16", "GPT-2 small, next token, bf16", WeightStorage.BFloat16),
        Decoding("D2-int8", "GPT-2 small, next token, int8", WeightStorage.Int8),
        Translation("E", "Vaswani base", Base),
        Training("F", "tiny GPT", new(2, 2, 64, 32, 32, 256, 65, Context: 32, B: 4, T: 32), machine => new TinyGpt(machine.Device, machine.Threads)),
        Attention("G", "causal attention", backward: false),
        Attention("G-backward", "causal attention, with backward", backward: true),
        FirstStep("H", "first step of A, cold", FirstStepProgram.Managed),
        FirstStep("H-native", "first step of A, cold, NativeAOT", FirstStepProgram.Native),
    ];

    public static DecoderTraining Training(string letter, string name, TransformerSizes sizes, Func<Machine, ILanguageModel> create) =>
        new(letter, name, sizes, create) { Request = sizes.Request("train") };

    public static Workload Translation(string letter, string name, TranslationSizes sizes) => new(
        letter, name, sizes.StepFlops, sizes.Tokens,
        machine => new TranslationStep(sizes, new VaswaniBase(machine.Device, machine.Threads)))
    {
        Request = sizes.Request,
    };

    /// <summary>The next token of each of some texts.</summary>
    public static Workload Decoding(string letter, string name, WeightStorage storage, int batch = 1)
    {
        double flops = batch * ((Gpt2.Layers * Gpt2.TokenFlops(Seen)) + Gpt2.OutputFlops);
        return new(letter, name, flops, batch, machine => new Generating(new Gpt2Small(machine.Device, machine.Threads), Prompt, read: 1, Following, storage, batch))
        {
            // The weights of all layers, and the embedding as the output's; of embedding and positions as such only a row each.
            Bytes = Gpt2.TokenBytes(storage),
            Request = $"{(Gpt2 with { B = batch, T = Prompt }).Request("token")} following={Following}",
        };
    }

    private static Workload Prefill(string letter, TransformerSizes sizes) => new(
        letter, $"GPT-2 small, prefill of {sizes.T}", sizes.PrefillFlops, sizes.Tokens,
        machine => new Generating(new Gpt2Small(machine.Device, machine.Threads), prompt: 0, read: sizes.T, times: 1))
    {
        Request = sizes.Request("prefill"),
    };

    private static Workload Attention(string letter, string name, bool backward)
    {
        var sizes = new TransformerSizes(1, 8, 512, 64, 64, 2048, 65, Context: 1024, B: 4, T: 1024);
        double flops = (backward ? 6.0 : 2.0) * sizes.Tokens * sizes.T * sizes.Heads * (sizes.DK + sizes.DV);
        return new(letter, name, flops, sizes.Tokens, machine => new AttentionRun(sizes, new Team(machine.Threads), backward))
        {
            Request = $"attention batch={sizes.B} heads={sizes.Heads} tokens={sizes.T} width={sizes.DK} backward={(backward ? 1 : 0)}",
        };
    }

    private static Workload FirstStep(string letter, string name, Func<IReadOnlyList<string>> command) =>
        new(letter, name, Character.StepFlops, Character.Tokens, machine => new FirstStepRun(command(), machine.Threads));
}
