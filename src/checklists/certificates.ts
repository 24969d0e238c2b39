import { certificate } from '../checks/certificate.ts';
import { servedCertificate } from '../checks/served-certificate.ts';
import { defineChecklist } from '../core/checklist.ts';

/** How long the certificates are still good, on the disk and on the wire. */
export const certificates = defineChecklist({ id: 'certificates', title: 'Certificates', items: [certificate, servedCertificate] });
