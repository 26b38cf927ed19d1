// Numbers and dates as they are written in German.
import { formatsOf } from "../formats";

export const { count, date, decimal, month, plural, time } = formatsOf("de");
