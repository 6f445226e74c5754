using System.CommandLine;
using CharGptExample.Commands;
using TensorDsl.Examples.Commands;

return EntryPoint.Run(
    new RootCommand("A small GPT that learns to write, character by character. Its definition is CharGptModel.cs.")
    {
        new Train().Command(),
        Sample.Command(),
        Eval.Command(),
    },
    args);
