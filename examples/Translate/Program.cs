using System.CommandLine;
using TensorDsl.Examples.Commands;
using TranslateExample.Commands;

return EntryPoint.Run(
    new RootCommand("A small transformer that learns to translate the messages of the .NET SDK. Its definition is Models/Transformer.cs.")
    {
        new Train().Command(),
        Translate.Command(),
        Eval.Command(),
    },
    args);
