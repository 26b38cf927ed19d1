// One queue for all that pdf.js draws: it draws one thing at a time anyway, and pages come before small pictures of them.
import { DrawQueue } from "./queue";

export const drawings = new DrawQueue();
/** Added to the rank of what can wait. */
export const later = 1e9;
