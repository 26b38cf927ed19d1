// What the engine tells: errors, reasons, what models are for. It speaks English.

export const engine = {
  told: (text: string): string => text,
};
