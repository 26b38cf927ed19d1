// Numbers and dates as they are written in English.
import { formatsOf } from "../formats";

export const { count, date, decimal, month, plural, time } = formatsOf("en");
